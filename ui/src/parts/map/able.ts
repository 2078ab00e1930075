let able: boolean | null = null;

/** Whether this window can draw a map: it needs WebGL 2, which old graphics cards and drivers do not have. */
export function canDraw(): boolean {
  able ??= tried();
  return able;
}

/** It was tried before, and can not. To try takes longer than to paint a screen. */
export const cannotDraw = () => able === false;

function tried(): boolean {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null && context !== undefined;
  } catch {
    return false;
  }
}
