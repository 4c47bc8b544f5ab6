import type { StageStep } from './resolve-steps.ts'

/**
 * The state of a box or a link at a step. `new` entered last in this scene, `recent` before that in this scene, `shown`
 * in an earlier one.
 */
export type StageState = 'shown' | 'new' | 'recent' | 'focus' | 'dimmed'

/**
 * Decide the state of a box.
 *
 * @param id - of a box that is on the stage.
 * @param step - path and focus win over what entered when.
 * @returns its state at the step.
 */
export function boxState(id: string, { entered, latest, focus, path, brought }: StageStep): StageState {
  if (path.length > 0) return path.includes(id) ? 'focus' : 'dimmed'
  if (focus.size > 0) return focus.has(id) ? 'focus' : 'dimmed'
  if (latest.has(id)) return 'new'
  if (entered.has(id)) return 'recent'
  // What the scene only needs is not what it is about.
  return brought.has(id) ? 'dimmed' : 'shown'
}

/**
 * Decide the state of a link.
 *
 * @param parent - id of its lower end, which is on the stage.
 * @param child - id of its upper end, which is on the stage.
 * @param step - path and focus win over what entered when.
 * @returns its state at the step; `new` if an end entered in this scene.
 */
export function linkState(parent: string, child: string, step: StageStep): StageState {
  if (step.path.length > 0)
    return step.path.some((id, i) => id === child && step.path[i - 1] === parent) ? 'focus' : 'dimmed'
  if (step.focus.size > 0) return step.focus.has(parent) && step.focus.has(child) ? 'focus' : 'dimmed'
  if (step.entered.has(child) || step.entered.has(parent)) return 'new'
  return step.brought.has(child) || step.brought.has(parent) ? 'dimmed' : 'shown'
}
