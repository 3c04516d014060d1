declare const brand: unique symbol;

/** A `T` that only its maker function may produce, so that two quantities of one type are not confused. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
