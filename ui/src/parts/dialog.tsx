import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../locales/text";
import { Button } from "./button";

/** Asks or explains one thing; Escape and the veil close it. */
export function Dialog(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  wide?: boolean;
  testid?: string;
}) {
  const { t } = useText();
  return (
    <ModalOverlay
      className="veil"
      isOpen={props.open}
      isDismissable
      onOpenChange={(open) => !open && props.onClose()}
    >
      <Modal className="contents">
        <AriaDialog
          className="dialog"
          data-testid={props.testid}
          style={props.wide ? { width: "min(44rem, 100%)" } : undefined}
        >
          <div className="flex items-start gap-3 mb-2">
            <Heading slot="title" className="text-lg font-semibold flex-1 leading-normal">
              {props.title}
            </Heading>
            <Button
              look="quiet"
              square
              aria-label={t("close")}
              onPress={props.onClose}
              icon={<X size={18} />}
            />
          </div>
          {props.children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
