import type { StageStep } from './resolve-steps.ts'

/** How a box or a link stands on the stage at a step; `recent` is what entered in this scene, and something else has since. */
export type StageState = 'shown' | 'new' | 'recent' | 'focus' | 'dimmed'

/** The state of a box that is on the stage. */
export function boxState(id: string, { entered, latest, focus, path }: StageStep): StageState {
  if (path.length > 0) return path.includes(id) ? 'focus' : 'dimmed'
  if (focus.size > 0) return focus.has(id) ? 'focus' : 'dimmed'
  return latest.has(id) ? 'new' : entered.has(id) ? 'recent' : 'shown'
}

/** The state of a link of which both ends are on the stage. */
export function linkState(parent: string, child: string, step: StageStep): StageState {
  if (step.path.length > 0)
    return step.path.some((id, i) => id === child && step.path[i - 1] === parent) ? 'focus' : 'dimmed'
  if (step.focus.size > 0) return step.focus.has(parent) && step.focus.has(child) ? 'focus' : 'dimmed'
  return step.entered.has(child) || step.entered.has(parent) ? 'new' : 'shown'
}
