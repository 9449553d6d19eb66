/** The two functions of jsonld that our tests use; its published types do not know that canonize reads N-Quads. */
declare module 'jsonld' {
  const jsonld: {
    toRDF(document: object, options: object): Promise<string>;
    canonize(input: string, options: object): Promise<string>;
  };
  export default jsonld;
}
