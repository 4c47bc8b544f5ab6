import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Viewpoint } from '../../src/model/analysis/applicability.ts'
import type { Answer } from '../../src/explorer/answer.ts'
import type { ExplorerIndex } from '../../src/explorer/explorer-index.ts'
import type { Entity } from '../../src/explorer/entities.ts'
import type { QueryContext, QueryResult, Suggestion } from '../../src/explorer/suggestions.ts'
import { answerQuery } from '../../src/explorer/answer-query.ts'
import { answerSnapshot } from '../../src/explorer/answers/snapshot.ts'
import type { Asked, AskedAddress } from '../../src/explorer/question-address.ts'
import { lastChangeUpTo, releaseFor } from '../../src/explorer/snapshots.ts'
import { entitySuggestion } from '../../src/explorer/suggestions.ts'
import { isRelease } from '../../src/model/analysis/compare-releases.ts'
import { useArch } from '../presentation/use-arch.ts'
import { useSay } from '../dataset/use-say.ts'
import { usePresentation } from '../presentation/use-presentation.ts'
import { useExplorerIndex } from './use-explorer-index.ts'

/** The question that is being typed, its options, and the answer of the one that is chosen. */
export type Question = {
  readonly text: Ref<string>
  readonly reply: ComputedRef<QueryResult>
  /** The active option, from 0; -1 where the question was not understood and none was chosen: it has no answer then. */
  readonly active: Ref<number>
  readonly option: ComputedRef<Suggestion>
  readonly answer: ComputedRef<Answer>
  /** The arch and the release at which the answer is shown. */
  readonly viewpoint: ComputedRef<Viewpoint>
  /** Where the question is asked, with the arch and the release that were moved to. */
  readonly context: ComputedRef<QueryContext>
  /** What the answer is about: the entity that was named or chosen, else the question in its words. */
  readonly about: ComputedRef<Asked | undefined>
  /** Ask what an address asks for. */
  readonly ask: (wanted: AskedAddress) => void
  /** Show the answer at another release, or on another arch. */
  readonly move: (to: Partial<Viewpoint>) => void
  /** Go to the next release with a change, or the one before. */
  readonly stepTime: (by: 1 | -1) => void
  /** Go to the next arch, or the one before. */
  readonly stepArch: (by: 1 | -1) => void
  /** Stay at the viewpoint of the answer for the questions to come. */
  readonly stay: () => void
  /** The next question starts at the talk's arch and release. */
  readonly forgetViewpoint: () => void
}

/**
 * Use the question of this window's explorer.
 *
 * @returns the question as it is typed, its answer, and what steers both.
 */
export function useQuestion(): Question {
  const knowledge = useExplorerIndex()
  const { inLanguage } = useSay()
  const { arch, release, ownArch, forget } = useAskedViewpoint()
  const [text, active] = [ref(''), ref(0)]
  /** The entity that an address asked for: names alone may be those of several. */
  const entity = shallowRef<Entity>()
  /** Arch and release that were moved to under the active option: from then on they are kept, not the option's own. */
  const moved = shallowRef<Partial<Viewpoint>>({})

  const context = computed((): QueryContext => {
    const at = { arch: arch.value, release: release.value }
    return { at, preferredArch: arch.value, moved: moved.value }
  })
  const reply = computed(() =>
    inLanguage(() =>
      entity.value && text.value === entity.value.name
        ? entityResult(entity.value, context.value, knowledge.value)
        : answerQuery(text.value, context.value, knowledge.value),
    ),
  )
  const option = computed(
    () =>
      reply.value.options[active.value] ?? stageAlone({ arch: arch.value, release: release.value }, knowledge.value),
  )
  const viewpoint = computed((): Viewpoint => ({ ...option.value.viewpoint, ...moved.value }))
  const answer = computed(() => inLanguage(() => option.value.answer(viewpoint.value)))

  watch(text, () => void (active.value = reply.value.isUnderstood ? 0 : -1))
  watch([text, active], () => void (moved.value = {}), { flush: 'sync' })

  function move(to: Partial<Viewpoint>) {
    if (to.release !== undefined) release.value = to.release
    if (to.arch !== undefined) ownArch.value = to.arch
    moved.value = { ...moved.value, ...to }
  }

  return {
    text,
    reply,
    active,
    option,
    answer,
    viewpoint,
    context,
    move,
    about: useSubject(text, active, option),
    ...viewpointSteps(answer, move),
    ask(wanted) {
      const { at, named, words } = readAddress(wanted, knowledge.value)
      if (at.arch !== undefined) ownArch.value = at.arch
      if (at.release !== undefined) release.value = at.release
      entity.value = named
      text.value = words
    },
    stay() {
      release.value = option.value.viewpoint.release
      ownArch.value = option.value.viewpoint.arch
    },
    forgetViewpoint() {
      forget()
      moved.value = {}
    },
  }
}

/** The result for an entity that is named by its id. */
function entityResult(entity: Entity, context: QueryContext, index: ExplorerIndex): QueryResult {
  return { message: entity.name, isUnderstood: true, options: [entitySuggestion(entity, context, index)] }
}

/** The answer of no option: the stage. */
function stageAlone(viewpoint: Viewpoint, index: ExplorerIndex): Suggestion {
  return { key: 'no answer', label: '', note: '', viewpoint, answer: at => answerSnapshot(at, index) }
}

/** What an address asks for, as far as it is in the dataset, and the words of the question. */
function readAddress(wanted: AskedAddress, { dataset, entities }: ExplorerIndex) {
  const arch = dataset.arches.find(it => it.id === wanted.arch)?.id
  const release = wanted.release !== undefined && isRelease(wanted.release) ? wanted.release : undefined
  const named = 'kind' in wanted ? entities.find(it => it.kind === wanted.kind && it.id === wanted.id) : undefined
  const words = 'question' in wanted ? wanted.question : (named?.name ?? wanted.id)
  return { at: { arch, release }, named, words }
}

/** Follow what the answer is about: the entity that was named or chosen, else the question in its words. */
function useSubject(
  text: Readonly<Ref<string>>,
  active: Readonly<Ref<number>>,
  option: ComputedRef<Suggestion>,
): Question['about'] {
  const knowledge = useExplorerIndex()
  return computed(() => {
    if (active.value < 0 || text.value.trim() === '') return undefined
    const found = knowledge.value.entities.find(it => `${it.kind} ${it.id}` === option.value.key)
    const typed = text.value.trim().toLowerCase()
    const isMeant = active.value > 0 || [found?.id, found?.name].some(it => it?.toLowerCase() === typed)
    return found && isMeant ? { kind: found.kind, id: found.id } : { question: text.value }
  })
}

/** The arch and the release for which a question is asked: the talk's, until others are chosen. */
function useAskedViewpoint() {
  const knowledge = useExplorerIndex()
  const archOnShow = useArch()
  const { show } = usePresentation()
  const ownArch = ref<string>()
  const release = ref('')
  const releaseOnShow = computed(
    () => show.value.release ?? releaseFor(archOnShow.value, knowledge.value.dataset.release, knowledge.value),
  )
  watch(releaseOnShow, now => void (release.value = now), { immediate: true })
  return {
    arch: computed(() => ownArch.value ?? archOnShow.value),
    release,
    ownArch,
    forget() {
      ownArch.value = undefined
      release.value = releaseOnShow.value
    },
  }
}

/** What goes through the releases and the arches, from the ones that the answer is shown at. */
function viewpointSteps(
  answer: ComputedRef<Answer>,
  move: (to: Partial<Viewpoint>) => void,
): Pick<Question, 'stepTime' | 'stepArch'> {
  const knowledge = useExplorerIndex()
  return {
    stepTime(by) {
      const { releases } = knowledge.value
      const release = releases[releases.indexOf(lastChangeUpTo(releases, answer.value.at.release)) + by]
      if (release !== undefined) move({ release })
    },
    stepArch(by) {
      const ids = knowledge.value.dataset.arches.map(it => it.id)
      const arch = ids.at((ids.indexOf(answer.value.at.arch) + by) % ids.length)!
      move({ arch, release: releaseFor(arch, answer.value.at.release, knowledge.value) })
    },
  }
}
