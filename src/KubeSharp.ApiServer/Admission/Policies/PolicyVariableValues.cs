using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>The value of <c>variables</c> in one evaluation of a policy.</summary>
internal sealed class PolicyVariableValues(
    CelType type, ImmutableDictionary<string, CelCompilation> compiled, CelVariables values, CelBudget budget, CancellationToken cancellation) : CelObject
{
    private readonly Dictionary<string, CelValue> _known = new(StringComparer.Ordinal);

    public override CelType Type => type;

    public override CelValue? Field(string name) => _known.TryGetValue(name, out var value) ? value : _known[name] = Evaluate(name);

    public override bool EqualTo(CelValue other) => ReferenceEquals(this, other);
    public override int GetHashCode() => type.Name.GetHashCode(StringComparison.Ordinal);
    public override Node? ToNode() => null;

    private CelValue Evaluate(string name)
    {
        if (!compiled.TryGetValue(name, out var compilation)) { return CelError.NoSuchKey(name); }
        if (compilation.Expression is not { } expression) { return new CelError($"composited variable \"{name}\" fails to compile: {compilation.ErrorText}"); }
        var result = expression.Evaluate(values, budget, cancellation);
        return result.Value ?? new CelError($"composited variable \"{name}\" fails to evaluate: {result.Error}");
    }
}
