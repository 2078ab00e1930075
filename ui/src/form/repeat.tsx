import { Plus } from "lucide-react";
import { useRef } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { useSheet } from "./context";
import { Nodes } from "./node";
import { Comments, ProblemLine } from "./question";
import { fitsRow, RemoveButton, Roster, useFocusOnNew, useRemove } from "./roster";

/** Questions that can be there several times: as rows where they are short, else as cards. */
export function Repeat({ node }: { node: NodeView }) {
  const { t } = useText();
  const { addTo } = useSheet();
  const instances = node.children;
  const wanted = useRef(false);
  const add = () => {
    wanted.current = true;
    void addTo(node.path).then((done) => {
      if (!done) wanted.current = false;
    });
  };
  return (
    <section className="q" data-path={node.path} aria-label={node.label}>
      <p className="label">{node.label}</p>
      {node.hint && <p className="hint">{node.hint}</p>}
      {instances.length > 0 &&
        (fitsRow(instances) ? (
          <Roster node={node} wanted={wanted} onAdd={add} />
        ) : (
          <Cards node={node} wanted={wanted} />
        ))}
      {!node.read_only && (
        <Button
          className="mt-2"
          icon={<Plus size={18} />}
          onPress={add}
          testid={`add-${node.path}`}
        >
          {instances.length === 0 ? t("repeat-add-first") : t("repeat-add")}
        </Button>
      )}
      <ProblemLine node={node} />
      <Comments path={node.path} />
    </section>
  );
}

function firstOfCard(cards: HTMLDivElement) {
  const boxes = "input, textarea, select, [tabindex='0']";
  return cards.lastElementChild?.querySelector<HTMLElement>(boxes);
}

function Cards({ node, wanted }: { node: NodeView; wanted: { current: boolean } }) {
  const { t } = useText();
  const remove = useRemove();
  const cards = useFocusOnNew(node.children.length, wanted, firstOfCard);
  return (
    <div className="flex flex-col gap-3 mt-2" ref={cards}>
      {node.children.map((instance, i) => (
        <section
          key={instance.path}
          className="card card-pad"
          data-path={instance.path}
          aria-label={t("repeat-instance", { number: i + 1 })}
          onKeyDown={(event) => {
            if (!event.altKey || event.key !== "Delete" || node.read_only) return;
            event.preventDefault();
            event.stopPropagation();
            remove(instance.path, i + 1);
          }}
        >
          <div className="card-head">
            <h3>{instance.label || t("repeat-instance", { number: i + 1 })}</h3>
            <RemoveButton instance={instance} number={i + 1} fixed={node.read_only} />
          </div>
          <div className="flex flex-col gap-5">
            <Nodes nodes={instance.children} />
          </div>
        </section>
      ))}
    </div>
  );
}
