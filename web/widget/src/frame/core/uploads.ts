/** Files on their way up. A file that has arrived becomes an outbox entry, and from there is as safe as text. */

import { isImage } from "./files";
import { asApiError, asFailure } from "./http";
import { uuid } from "./ids";
import { type Draft, newDraft } from "./outbox";
import type { Upload } from "./state";
import type { Attachment } from "./types";

export interface UploadPorts {
  send(file: File, onProgress: (fraction: number) => void): Promise<Attachment>;
  onChange(upload: Upload): void;
  onDone(draft: Draft): void;
  onDiscard(clientId: string): void;
}

export class Uploads {
  private readonly files = new Map<string, { file: File; upload: Upload }>();

  constructor(private readonly ports: UploadPorts) {}

  begin(file: File, preview: string | null): void {
    const upload = { client_id: uuid(), name: file.name, size: file.size, preview, progress: 0, failure: null };
    this.files.set(upload.client_id, { file, upload });
    void this.run(upload.client_id);
  }

  retry(clientId: string): void {
    void this.run(clientId);
  }

  discard(clientId: string): void {
    this.files.delete(clientId);
    this.ports.onDiscard(clientId);
  }

  private async run(clientId: string): Promise<void> {
    const job = this.files.get(clientId);
    if (!job) return;
    this.change(clientId, { progress: 0, failure: null });
    try {
      const attachment = await this.ports.send(job.file, (progress) => this.change(clientId, { progress }));
      if (!this.files.delete(clientId)) return;
      this.ports.onDone({
        ...newDraft(),
        client_id: clientId,
        kind: isImage(attachment.type) ? "image" : "file",
        attachment_ids: [attachment.id],
        file_name: attachment.name,
      });
    } catch (error) {
      this.change(clientId, { failure: asFailure(asApiError(error)) });
    }
  }

  private change(clientId: string, change: Partial<Upload>): void {
    const job = this.files.get(clientId);
    if (!job) return;
    job.upload = { ...job.upload, ...change };
    this.ports.onChange(job.upload);
  }
}
