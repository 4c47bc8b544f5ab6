export { cameraFor } from './camera.ts'
export { layoutStage } from './layout-stage.ts'
export { SIZES } from './sizes.ts'
export type {
  Camera,
  LabelLine,
  Point,
  Slot,
  StageBox,
  StageInput,
  StageInputBox,
  StageInputLink,
  StageLayout,
  StageLink,
} from './stage.ts'
export type { MeasureText } from './text-width.ts'
