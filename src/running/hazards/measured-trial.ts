import type { Cause } from '../../model/analysis/causes.ts'
import type { Trial } from '../../model/schema/cause.ts'
import type { MeasuredField } from '../measure/samples.ts'
import type { SessionOutcome } from '../try-arch.ts'

/**
 * What the measured fields of a cause say of it.
 *
 * @param cause - its capture or conversion, and the fields that it leaves.
 * @param outcomes - of all sessions on one kernel.
 * @returns `seen` where one of the fields held old memory, `not-seen` where all were written, else `cannot`; with what
 * was there.
 */
export function measuredTrial(
  { site, fields }: Pick<Cause, 'site' | 'fields'>,
  outcomes: readonly Pick<SessionOutcome, 'shown' | 'userStruct' | 'fields'>[],
): Pick<Trial, 'result' | 'by' | 'saw'> {
  const say = (result: Trial['result'], saw: string) => ({ result, by: 'measurement', saw }) as const
  const its = outcomes.filter(
    ({ shown, userStruct }) => shown && !userStruct && (shown.through?.id ?? shown.capture.id) === site,
  )
  const measured = its.flatMap(it => it.fields.filter(one => fields.includes(one.name)))
  const unset = measured.filter(it => it.state === 'unset' || it.oldBytes)
  const shown = unset.find(it => BigInt(it.example) !== 0n)
  if (measured.length === 0) return say('cannot', `nothing that is attached here gets the registers of ${site}`)
  if (shown) return say('seen', oldMemoryWords(unset, shown))
  if (unset.length > 0)
    return say('cannot', `${namesWords(unset)} held 0, and so did memory before: nothing shows whether it was written`)
  const names = namesWords(fields.map(name => ({ name })))
  if (measured.some(it => it.state === 'unknown'))
    return say('cannot', `what ${names} held does not tell: ${measured.find(it => it.note)?.note ?? ''}`)
  return say('not-seen', `${names} held no old memory in ${measured[0]!.calls} calls`)
}

/** The fields, and one of them with a value that is not 0: memory that nothing has used holds 0 as well. */
function oldMemoryWords(unset: readonly MeasuredField[], shown: MeasuredField): string {
  const { name, example, calls, oldCalls, inBuffer } = shown
  const often = oldCalls === undefined ? `${calls}` : `${oldCalls} of ${calls}`
  const where = unset.some(it => it.name !== name) ? ` in ${name}` : ''
  if (shown.oldBytes) return `${shown.oldBytes} bytes of ${name} held old memory in ${often} calls, such as ${example}`
  if (inBuffer)
    return `nothing wrote ${namesWords(unset)}: what the debugger had put into the buffer stood there in ${often} calls, such as ${example}${where}`
  return `${namesWords(unset)} held old memory in ${often} calls, such as ${example}${where}`
}

function namesWords(fields: readonly { readonly name: string }[]): string {
  const names = [...new Set(fields.map(it => it.name))]
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}
