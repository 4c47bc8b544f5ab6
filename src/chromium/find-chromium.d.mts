export declare function findChromium(): Promise<string | undefined>
export declare function hasChromium(): Promise<boolean>
export declare function installChromium(say: (text: string) => void): Promise<boolean>
