import type { DatasetInfo } from '../../core/data/dataset-info'
import { withPixels } from '../../core/model/pixel-range'
import type { ExaminedNetwork, RememberedAnswers } from '../contract/weights-fit'
import type { NetworkFile } from '../exchange/network-file'
import { candidateNetworks, fittedNetworks } from './candidate-networks'
import type { LabParts } from './lab-parts'
import { datasetInfos } from './network-of'
import { toldOfNetwork } from './told-of-network'

/**
 * What files say and what they leave open.
 * @param info of the data set that the network is to be used with
 */
export async function examined(
  parts: LabParts,
  read: NetworkFile,
  info: DatasetInfo,
  remembered: RememberedAnswers
): Promise<ExaminedNetwork> {
  const others = await datasetInfos(parts)
  if (read.kind === 'whole') {
    const { config, classes, dataset, assumesPixels, assumesClasses, leftOut } = read.checkpoint
    const network = {
      file: read.file,
      model: config.model,
      pixelsFrom: assumesPixels === true ? ('nowhere' as const) : ('file' as const),
      classes: assumesClasses === true ? undefined : classes,
      labels: read.labels,
      leftOut,
      trainedHere: dataset !== undefined
    }
    return { kind: 'whole', told: toldOfNetwork(network, info, others), remembered }
  }
  const { name: file, tensors, pixels, classes, labels } = read
  const networks = fittedNetworks(await candidateNetworks(parts, info), tensors)
  return {
    kind: 'weights',
    remembered,
    tensors: tensors.map(({ name, shape }) => ({ name, shape: [...shape] })),
    networks: networks.map(({ network: { id, name, model }, matches, complete }) => {
      const saying =
        pixels === undefined
          ? { model, pixelsFrom: 'network' as const }
          : { model: { ...model, ...withPixels(model, pixels) }, pixelsFrom: 'file' as const }
      return {
        id,
        name,
        told: toldOfNetwork({ ...saying, file, classes, labels, trainedHere: false }, info, others),
        complete,
        parameters: matches.map(({ parameter, tensor, by }) => ({
          name: parameter.name,
          shape: [...parameter.shape],
          tensor: tensor ?? null,
          by: by ?? null
        }))
      }
    })
  }
}
