import { fastestEngine } from '../../core/engine/engine-speed'
import type { RunConfig } from '../../core/settings/run-config'
import type { LabParts, Methods } from './lab-parts'
import { readyDataset } from './ready-dataset'
import { requireEngine } from './require-engine'
import { requireStartable } from './require-startable'

export function rateSearchMethods(parts: LabParts): Methods<'findRate' | 'cancelRateSearch'> {
  const { datasets, bench, rateSearch, notify } = parts

  /**
   * What `auto` takes, as far as it is known: to time engines would disturb a training, and a training that is about to
   * time them itself.
   */
  async function searchEngine(config: RunConfig): Promise<RunConfig['engine']> {
    if (config.engine !== 'auto') {
      await requireEngine(parts, config.engine)
      return config.engine
    }
    const [table] = await bench.known(config, [config.batchSize])
    return (table && fastestEngine(table)?.engine) ?? 'auto'
  }

  return {
    findRate: (input) =>
      rateSearch.run(
        async () => {
          const dataset = await datasets.find(input.dataset)
          const config = requireStartable(input.config, dataset.info)
          const place = await readyDataset(dataset)
          return { kind: 'findRate', config, engine: await searchEngine(config), dataset: place }
        },
        (done, total) => notify({ event: 'rateSearch', data: { done, total } })
      ),
    cancelRateSearch: async () => {
      await rateSearch.cancel()
      return {}
    }
  }
}
