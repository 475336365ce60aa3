import { fileSize } from "../core/format";
import { useChat } from "./context";
import type { Tray } from "./files";
import { CloseIcon, FileIcon } from "./icons";

/** What will be sent along, and in words what cannot be. */
export function TrayView({ tray }: { tray: Tray }) {
  const { t } = useChat();
  return (
    <>
      {tray.refused.map(({ name, problem }, index) => (
        <p key={index} class="problem" role="alert">
          {t(`file.${problem}`, { name })}
        </p>
      ))}
      {tray.picked.length > 0 && (
        <ul class="tray">
          {tray.picked.map((picked, index) => (
            <li key={index}>
              {picked.preview ? <img src={picked.preview} alt={picked.file.name} /> : <FileIcon />}
              {!picked.preview && <span class="file-name">{`${picked.file.name} ${fileSize(picked.file.size)}`}</span>}
              <button
                type="button"
                class="icon-button"
                aria-label={t("composer.remove", { name: picked.file.name })}
                onClick={() => tray.remove(picked)}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
