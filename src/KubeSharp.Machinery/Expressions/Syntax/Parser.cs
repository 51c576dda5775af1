using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>Makes the tree of an expression's text; macros are expanded on the way. Source: Syntax, in the language definition.</summary>
internal sealed class Parser(string source, Mistakes mistakes)
{
    private const int DepthMax = 250;
    private const int CodePointsMax = 100_000;
    private const string ExpressionStart = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
    private static readonly HashSet<string> _reserved =
        ["as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while"];
    private static readonly ImmutableArray<ImmutableArray<string>> _levels = [["<", "<=", ">=", ">", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]];

    private readonly Lexer _lexer = new(source, mistakes);
    private Token _token;
    private Token _next;
    private int _depth;
    private bool _failed;

    /// <summary>The tree; null where the text is no expression.</summary>
    public Expr? ParseAll()
    {
        if (source.Length > CodePointsMax)
        {
            mistakes.Add(0, string.Create(CultureInfo.InvariantCulture, $"expression code point size exceeds limit: size: {source.Length}, limit {CodePointsMax}"));
            return null;
        }
        (_token, _next) = (_lexer.Next(), _lexer.Next());
        var expr = Expression();
        if (!_failed && _token.Kind != TokenKind.End)
        {
            Fail($"Syntax error: {(_next.Kind == TokenKind.End ? "extraneous" : "mismatched")} input '{_token.Text}' expecting <EOF>");
        }
        return _failed ? null : expr;
    }

    private Expr Expression()
    {
        if (++_depth > DepthMax)
        {
            Fail($"expression recursion limit exceeded: {DepthMax}");
            return Nothing();
        }
        var condition = Logic("||");
        if (_token.Is("?"))
        {
            var at = Take().Offset;
            var whenTrue = Logic("||");
            Expect(":");
            condition = Made(new CallExpr(at, "_?_:_", null, [condition, whenTrue, Expression()]));
        }
        _depth--;
        return condition;
    }

    // Chains of && and || become balanced trees, so that long ones nest little.
    private Expr Logic(string op)
    {
        var terms = new List<Expr> { op == "||" ? Logic("&&") : Binary(0) };
        var offsets = new List<int>();
        while (_token.Is(op) && !_failed)
        {
            offsets.Add(Take().Offset);
            terms.Add(op == "||" ? Logic("&&") : Binary(0));
        }
        return terms.Count == 1 ? terms[0] : Balance(op, terms, offsets, 0, terms.Count - 1);
    }

    private Expr Balance(string op, List<Expr> terms, List<int> offsets, int low, int high)
    {
        if (low == high) { return terms[low]; }
        var middle = (low + high) / 2;
        return Made(new CallExpr(offsets[middle], $"_{op}_", null, [Balance(op, terms, offsets, low, middle), Balance(op, terms, offsets, middle + 1, high)]));
    }

    private Expr Binary(int level)
    {
        if (level == _levels.Length) { return Unary(); }
        var left = Binary(level + 1);
        while (!_failed && _token.Kind is TokenKind.Punctuation or TokenKind.Keyword && _levels[level].Contains(_token.Text))
        {
            var op = Take();
            left = Made(new CallExpr(op.Offset, op.Text == "in" ? "@in" : $"_{op.Text}_", null, [left, Binary(level + 1)]));
        }
        return left;
    }

    private Expr Unary()
    {
        if (_token.Is("-") && _next is { Kind: TokenKind.Literal, Value: null or CelInt or CelDouble } && IsNumber(_next))
        {
            var minus = Take();
            return Postfix(Negative(minus.Offset, Take()));
        }
        if (!_token.Is("!") && !_token.Is("-")) { return Postfix(Primary()); }
        var (offset, op, count) = (_token.Offset, _token.Text, 0);
        while (_token.Is(op))
        {
            Take();
            count++;
        }
        var operand = _token.Is("-") || _token.Is("!") ? Nested(Unary) : Postfix(Primary());
        return count % 2 == 0 ? operand : Made(new CallExpr(offset, op == "!" ? "!_" : "-_", null, [operand]));
    }

    private Expr Nested(Func<Expr> parse)
    {
        if (++_depth > DepthMax)
        {
            Fail($"expression recursion limit exceeded: {DepthMax}");
            return Nothing();
        }
        var result = parse();
        _depth--;
        return result;
    }

    private LiteralExpr Negative(int offset, Token number)
    {
        if (number.Value is CelDouble value) { return new(offset, new CelDouble(-value.Value)); }
        if (number.Value is CelInt whole) { return new(offset, CelInt.Of(-whole.Value)); }
        var isHex = number.Text.StartsWith("0x", StringComparison.Ordinal);
        var digits = isHex ? number.Text[2..] : number.Text;
        var isRead = ulong.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude);
        if (!isRead || magnitude != 1ul << 63) { mistakes.Add(offset, "invalid int literal"); }
        return new(offset, CelInt.Of(long.MinValue));
    }

    private static bool IsNumber(Token token) => char.IsAsciiDigit(token.Text[0]) || token.Text[0] == '.';

    private Expr Primary()
    {
        var token = _token;
        if (token.Is("("))
        {
            Take();
            var inner = Expression();
            Expect(")");
            return inner;
        }
        if (token.Is("[")) { return List(); }
        if (token.Is("{")) { return Map(); }
        if (token.Kind == TokenKind.Literal)
        {
            if (token.Value is null && IsNumber(token)) { mistakes.Add(token.Offset, "invalid int literal"); }
            return new LiteralExpr(Take().Offset, token.Value ?? CelNull.Instance);
        }
        if (token.Kind == TokenKind.Keyword && token.Text != "in")
        {
            Take();
            return new LiteralExpr(token.Offset, token.Text == "null" ? CelNull.Instance : CelBool.Of(token.Text == "true"));
        }
        if (token.Is(".")) { Take(); }
        if (_token.Kind != TokenKind.Identifier)
        {
            Fail($"Syntax error: mismatched input '{_token.Text}' expecting {(token.Is(".") ? "IDENTIFIER" : ExpressionStart)}");
            return Nothing();
        }
        var name = Take();
        if (_reserved.Contains(name.Text)) { mistakes.Add(name.Offset, $"reserved identifier: {name.Text}"); }
        if (!_token.Is("(")) { return new IdentExpr(name.Offset, name.Text); }
        var open = Take().Offset;
        return Call(open, null, name.Text, Arguments(")"));
    }

    private Expr Postfix(Expr operand)
    {
        while (!_failed)
        {
            if (_token.Is(".")) { operand = Member(operand); }
            else if (_token.Is("[")) { operand = Index(operand); }
            else if (_token.Is("{") && SelectExpr.QualifiedName(operand) is { } name) { operand = Struct(name); }
            else { break; }
        }
        return operand;
    }

    private Expr Member(Expr operand)
    {
        var dot = Take().Offset;
        var isOptional = _token.Is("?");
        if (isOptional) { Take(); }
        if (_token.Kind != TokenKind.Identifier)
        {
            Fail($"Syntax error: no viable alternative at input '.{_token.Text}'");
            return operand;
        }
        var name = Take();
        if (!_token.Is("(") || isOptional) { return Made(new SelectExpr(dot, operand, name.Text, isTest: false, isOptional)); }
        var open = Take().Offset;
        return Call(open, operand, name.Text, Arguments(")"));
    }

    private Expr Index(Expr operand)
    {
        var open = Take().Offset;
        var isOptional = _token.Is("?");
        if (isOptional) { Take(); }
        var index = Expression();
        Expect("]");
        return Made(new CallExpr(open, isOptional ? "_[?_]" : "_[_]", null, [operand, index]));
    }

    private Expr Call(int open, Expr? target, string name, ImmutableArray<Expr> arguments) =>
        Made(_failed ? Nothing() : Macros.Expand(open, target, name, arguments, mistakes) ?? new CallExpr(open, name, target, arguments));

    private ImmutableArray<Expr> Arguments(string end)
    {
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        while (!_token.Is(end) && !_failed)
        {
            arguments.Add(Expression());
            if (!_token.Is(",")) { break; }
            Take();
            if (_token.Is(end)) { Fail($"Syntax error: mismatched input '{end}' expecting {ExpressionStart}"); }
        }
        Expect(end);
        return arguments.ToImmutable();
    }

    private Expr List()
    {
        var open = Take().Offset;
        var items = ImmutableArray.CreateBuilder<(Expr, bool)>();
        while (!_token.Is("]") && !_failed)
        {
            var isOptional = TakeOptionalMark();
            items.Add((Expression(), isOptional));
            if (!_token.Is(",")) { break; }
            Take();
        }
        Expect("]");
        return Made(new ListExpr(open, items.ToImmutable()));
    }

    private Expr Map()
    {
        var open = Take().Offset;
        var entries = ImmutableArray.CreateBuilder<(Expr, Expr, bool)>();
        while (!_token.Is("}") && !_failed)
        {
            var isOptional = TakeOptionalMark();
            var key = Expression();
            Expect(":");
            entries.Add((key, Expression(), isOptional));
            if (!_token.Is(",")) { break; }
            Take();
        }
        Expect("}");
        return Made(new MapExpr(open, entries.ToImmutable()));
    }

    private Expr Struct(string name)
    {
        var open = Take().Offset;
        var fields = ImmutableArray.CreateBuilder<(int, string, Expr, bool)>();
        while (!_token.Is("}") && !_failed)
        {
            var isOptional = TakeOptionalMark();
            if (_token.Kind != TokenKind.Identifier) { Fail($"Syntax error: mismatched input '{_token.Text}' expecting IDENTIFIER"); break; }
            var field = Take().Text;
            var colon = _token.Offset;
            Expect(":");
            fields.Add((colon, field, Expression(), isOptional));
            if (!_token.Is(",")) { break; }
            Take();
        }
        Expect("}");
        return Made(new StructExpr(open, name, fields.ToImmutable()));
    }

    private bool TakeOptionalMark()
    {
        if (!_token.Is("?")) { return false; }
        Take();
        return true;
    }

    private Expr Made(Expr expr)
    {
        if (expr.Depth > DepthMax) { Fail($"expression recursion limit exceeded: {DepthMax}"); }
        return _failed ? Nothing() : expr;
    }

    private LiteralExpr Nothing() => new(_token.Offset, CelNull.Instance);

    private Token Take()
    {
        var taken = _token;
        _token = _next;
        _next = _next.Kind == TokenKind.End ? _next : _lexer.Next();
        return taken;
    }

    private void Expect(string text)
    {
        if (_token.Is(text)) { Take(); }
        else { Fail($"Syntax error: mismatched input '{_token.Text}' expecting '{text}'"); }
    }

    // One mistake of syntax is reported; what follows from it is not.
    private void Fail(string message)
    {
        if (!_failed) { mistakes.Add(_token.Offset, message); }
        _failed = true;
    }
}
