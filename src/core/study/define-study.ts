import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { studyPoints } from './study-points'
import { mostTrials, type StudyDefinition, type StudyPlan } from './study-plan'
import { studySettings } from './study-settings'

/**
 * Works a plan out.
 * @throws LabError 'invalid-input' that names the setting which cannot be tried
 */
export function defineStudy({ name: _, ...plan }: StudyPlan): StudyDefinition {
  if (plan.search.kind !== 'none' && plan.variants.length > 1)
    throw new LabError(
      'invalid-input',
      'A search starts from one configuration, and several were given.',
      'Search around one of them, or compare them without a search.'
    )
  const definition = { ...plan, points: [...studyPoints(plan.search)] }
  const settings = studySettings(definition)
  const trials = settings.length * plan.seeds.length
  if (trials > mostTrials)
    throw new LabError(
      'invalid-input',
      `${settings.length} settings with ${plan.seeds.length} seeds each are ${trials} runs.`,
      `A study has at most ${mostTrials} runs. Give fewer values or fewer seeds.`
    )
  if (trials < 2)
    throw new LabError(
      'invalid-input',
      'One setting with one seed is a single run.',
      'Give several seeds, or something that varies.'
    )
  if (plan.halving !== undefined) checkHalving(definition)
  return definition
}

function checkHalving(definition: StudyDefinition): void {
  const settings = studySettings(definition)
  if (settings.length < 2)
    throw new LabError(
      'invalid-input',
      'Successive halving chooses among settings, and there is one.',
      'Vary a setting, or leave halving out.'
    )
  if (settings.some(({ config }) => config.validationSplit === 0))
    throw new LabError(
      'invalid-input',
      'Successive halving chooses by validation accuracy, and no images are held back for validation.',
      'Hold some back (--validation-split 0.1).'
    )
  if (settings.some(({ config }) => config.patience > 0))
    throw new LabError(
      'invalid-input',
      'Successive halving ends poor runs itself, so it does not go with early stopping.',
      'Switch early stopping off (--patience 0).'
    )
  if (new Set(settings.map(({ config }) => config.epochs)).size > 1)
    throw new LabError(
      'invalid-input',
      'Successive halving decides how many epochs each setting trains, so the epochs cannot vary.',
      'Give one number of epochs, the most that a setting may train.'
    )
  const { firstEpochs } = required(definition.halving, 'the halving that is checked')
  const epochs = required(settings[0], 'a setting of a study').config.epochs
  if (firstEpochs >= epochs)
    throw new LabError(
      'invalid-input',
      `Successive halving leaves settings out between its rounds, but its first round already has ${firstEpochs === 1 ? 'the only epoch' : `all ${epochs} epochs`}.`,
      'Train for more epochs (--epochs 9), or leave halving out.'
    )
}
