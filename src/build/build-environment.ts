/** The variable that gives Slidev's process the kernel tree whose own lines are shown, as an absolute path. */
export const KERNEL_TREE = 'PT_REGS_KERNEL_TREE'

/** The variable that has Slidev's process build what is printed, and nothing else. */
export const FOR_PRINT = 'PT_REGS_FOR_PRINT'

/** The variable that gives Slidev's process the file into which it writes what it read, as an absolute path. */
export const INPUTS_FILE = 'PT_REGS_INPUTS_FILE'
