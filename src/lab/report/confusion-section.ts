import { formatCount } from '../../core/format/format-number'
import { describeSelection } from '../../core/run/describe-selection'
import { otherResultNames } from '../../core/run/other-results'
import { confusionTable } from './confusion-table'
import { percent } from './format-figures'
import { html, type Html } from './html'
import { mistakeTable } from './mistake-table'
import type { Report } from './report'

/** Classes whose whole matrix can still be read. */
const mostReadable = 40

/** What was predicted as what: the confusion matrix, or of many classes the most frequent mistakes. */
export function confusionSection(report: Report, evaluation: NonNullable<Report['evaluation']>): Html {
  const readable = evaluation.classes.length <= mostReadable
  const earlier = evaluation.step !== report.run.step
  return html`<section class="wide">
    <h2>${readable ? 'Confusion matrix' : 'The most frequent mistakes'}</h2>
    ${readable ? confusionTable(evaluation) : mistakeTable(evaluation)}
    <p class="note-line">
      ${
        readable
          ? 'Images by true class (rows) and predicted class (columns); below each count is its share of the row in %. The larger the share, the darker the cell.'
          : 'Images of one class that were predicted as another. The CSV and JSON reports list all mistakes.'
      }
      ${formatCount(evaluation.correct)} of ${formatCount(evaluation.images)} images were recognised:
      ${percent(evaluation.accuracy)} ± ${percent(evaluation.margin)} % (95 % confidence). Mean cross-entropy
      ${evaluation.loss.toFixed(3)}. ${report.selected === null ? null : describeSelection(report.selected)}
      ${earlier && report.selected === null ? `Evaluated after step ${formatCount(evaluation.step)}, before the last step of the run.` : null}
      ${report.otherResults.map(({ kind, accuracy }) => `Accuracy, ${otherResultNames[kind]}: ${percent(accuracy)} %. `)}
    </p>
  </section>`
}
