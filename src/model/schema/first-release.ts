/** The first release of Linux: no fact is older. Apart from the schema: browsers read it, too. */
export const FIRST_RELEASE = '0.01'
