import ts from 'typescript';

/** One module specifier in a source file. */
export interface ImportOf {
  readonly specifier: string;
  readonly line: number;
  /** True where nothing is left of it after compilation, so that it can't make a cycle at run time. */
  readonly typeOnly: boolean;
}

export interface ParsedSource {
  readonly imports: readonly ImportOf[];
  /** Lines with `eval` or the Function constructor. */
  readonly evaluations: readonly number[];
}

const isString = (node: ts.Node | undefined): node is ts.StringLiteralLike => node !== undefined && ts.isStringLiteralLike(node);

/** `new URL('./worker.ts', import.meta.url)`: how a worker or an asset is named. */
const isModuleUrl = (node: ts.Node): node is ts.NewExpression =>
  ts.isNewExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'URL' &&
  node.arguments?.[1]?.getText() === 'import.meta.url';

const evaluators = new Set(['eval', 'Function']);

/** Whether an expression is `eval` or `Function`, also as `globalThis.eval` or `(0, eval)`. */
function isEvaluator(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return evaluators.has(expression.text);
  if (ts.isParenthesizedExpression(expression)) return isEvaluator(expression.expression);
  if (ts.isBinaryExpression(expression)) return isEvaluator(expression.right);
  return (
    ts.isPropertyAccessExpression(expression) && expression.expression.getText() === 'globalThis' && evaluators.has(expression.name.text)
  );
}

/** Reads the imports of a TypeScript file from its syntax tree: static, dynamic, re-exported, in types, and modules named by URL. */
export function parseSource(path: string, text: string): ParsedSource {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: ImportOf[] = [];
  const evaluations: number[] = [];
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (isString(node)) imports.push({ specifier: node.text, line: lineOf(node), typeOnly });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    else if (isModuleUrl(node) && isString(node.arguments?.[0])) {
      // A worker runs in a world of its own: that it imports its host's constants is no cycle.
      add(node.arguments[0], true);
    }
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && isEvaluator(node.expression)) evaluations.push(lineOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { imports, evaluations };
}
