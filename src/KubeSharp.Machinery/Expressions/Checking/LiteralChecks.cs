using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Checking;

/// <summary>Literals that could only fail when evaluated: times, spans, patterns.</summary>
internal static class LiteralChecks
{
    public static void Check(Expr expr, Mistakes mistakes)
    {
        if (expr is CallExpr call) { Check(call, mistakes); }
        foreach (var part in expr.Parts) { Check(part, mistakes); }
    }

    private static void Check(CallExpr call, Mistakes mistakes)
    {
        var argument = call.Function switch
        {
            "duration" or "timestamp" when call.Target is null && call.Arguments.Length == 1 => call.Arguments[0],
            "matches" when call.Arguments.Length > 0 => call.Arguments[^1],
            _ => null,
        };
        if (argument is not LiteralExpr { Value: CelString { Value: var text } }) { return; }
        var isValid = call.Function switch
        {
            "duration" => CelDuration.TryParse(text, out _),
            "timestamp" => CelTimestamp.TryParse(text, out _),
            _ => Re2.TryCompile(text, out _, out _),
        };
        if (!isValid) { mistakes.Add(argument.Offset, $"invalid {call.Function} argument"); }
    }
}
