import type { Trial } from '../../model/schema/cause.ts'

/** What came of a cause on a running kernel. */
export type TriedCause = { readonly cause: string; readonly trial: Trial }

/**
 * Put trials into the text of `data/causes/<arch>.yaml`. A trial takes the place of those of the same kernel that show
 * no more than it does; one that shows more stays, and the new one stands beside it, unless nothing could be tried.
 *
 * @param text - the file.
 * @param tried - what was seen.
 * @returns the new text; causes that the file does not have are left out.
 */
export function withTrials(text: string, tried: readonly TriedCause[]): string {
  const blocks = text.split(/^(?= {2}- id: )/m)
  return blocks
    .map(block => {
      const id = /^ {2}- id: (\S+)/.exec(block)?.[1]
      const found = tried.find(it => it.cause === id)
      return found ? withTrial(block, found.trial) : block
    })
    .join('')
}

/** A cause's lines with a trial more. Comments at their end are about the next cause. */
function withTrial(block: string, trial: Trial): string {
  const comment = /(?:^ {2}#.*\n)+$/m.exec(block)?.[0] ?? ''
  const own = comment ? block.slice(0, -comment.length) : block
  const [before, old = ''] = own.split(/^ {4}tried:\n/m) as [string, string?]
  const kept = old
    .split(/^(?= {6}- kernel: )/m)
    .filter(it => it && (wordOf(it, 'kernel') !== trial.kernel || strengthOf(it) > strength(trial)))
  const shown = kept.some(it => wordOf(it, 'kernel') === trial.kernel)
  const added = trial.result === 'cannot' && shown ? '' : trialText(trial)
  return `${before.replace(/\n*$/, '\n')}    tried:\n${kept.join('')}${added}${comment}`
}

/** What a trial shows, least first: a reader's answer that was seen to be wrong shows more than what a field held. */
const STRENGTHS = ['cannot', 'not-seen', 'seen measurement', 'seen script', 'seen hand']

function strength({ result, by }: Pick<Trial, 'result' | 'by'>): number {
  return STRENGTHS.indexOf(result === 'seen' ? `seen ${by}` : result)
}

function strengthOf(text: string): number {
  return strength({ result: wordOf(text, 'result'), by: wordOf(text, 'by') } as Pick<Trial, 'result' | 'by'>)
}

function wordOf(text: string, key: string): string | undefined {
  return new RegExp(`^ {6}[- ] ${key}: (\\S+)$`, 'm').exec(text)?.[1]
}

function trialText({ kernel, machine, result, by, saw }: Trial): string {
  return [
    `      - kernel: ${kernel}`,
    `        machine: ${JSON.stringify(machine)}`,
    `        result: ${result}`,
    `        by: ${by}`,
    `        saw: ${JSON.stringify(saw)}`,
    '',
  ].join('\n')
}
