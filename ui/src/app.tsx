export function App() {
  return <main>Sala</main>;
}
