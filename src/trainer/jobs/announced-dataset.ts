import { required } from '../../core/base/required'
import type { Dataset } from '../../core/data/image-set'
import { loadDataset } from '../../lab/dataset/files/load-dataset'
import type { DatasetPlace } from '../../lab/training/trainer-protocol'

/** The data set that a job will want, loaded while the lab still prepares the job, and kept for the next one. */
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
    if (this.#announced?.folder !== folder) this.announce({ folder, manifest })
    return required(this.#announced, 'a data set that was announced').dataset
  }
}
