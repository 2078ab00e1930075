/** What became different between two views of a draft, told as the host tells it. */
import type { FormChange, FormView, NodeChange, NodeView } from "../../host";

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function nodesChange(before: NodeView[], after: NodeView[]): NodeChange[] | null {
  if (same(before, after)) return null;
  return after.map((node) => {
    const was = before.find((one) => one.path === node.path);
    const bare = { ...node, children: [] };
    const sameChoices = was !== undefined && same(was.choices, node.choices);
    return {
      path: node.path,
      own:
        was && same({ ...was, children: [] }, bare)
          ? null
          : { ...bare, choices: sameChoices ? [] : node.choices },
      same_choices: sameChoices,
      children: was
        ? nodesChange(was.children, node.children)
        : (nodesChange([], node.children) ?? []),
    };
  });
}

export function difference(before: FormView, after: FormView): FormChange {
  const sections = after.sections.map((section) => {
    const was = before.sections.find((one) => one.path === section.path);
    return { ...section, nodes: nodesChange(was?.nodes ?? [], section.nodes) };
  });
  return { view: { ...after, sections: [] }, sections };
}
