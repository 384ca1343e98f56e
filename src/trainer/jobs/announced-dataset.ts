import type { Dataset } from '../../core/data/image-set'
import { loadDataset } from '../../lab/dataset/files/load-dataset'
import type { DatasetPlace } from '../../lab/training/trainer-protocol'

/** The data set that a job will want, loaded while the lab still prepares the job. */
export class AnnouncedDataset {
  #announced: { readonly folder: string; readonly dataset: Promise<Dataset> } | undefined

  announce({ folder, manifest }: DatasetPlace): void {
    const dataset = loadDataset(folder, manifest)
    // The caller that takes it is told.
    dataset.catch(() => undefined)
    this.#announced = { folder, dataset }
  }

  /** Rejects with what `loadDataset` throws. */
  async take({ folder, manifest }: DatasetPlace): Promise<Dataset> {
    const announced = this.#announced
    this.#announced = undefined
    return announced?.folder === folder ? announced.dataset : loadDataset(folder, manifest)
  }
}
