using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A list literal.</summary>
internal sealed class ListStep(ImmutableArray<(Step Value, bool IsOptional)> items) : Step
{
    private const int Cost = 10;

    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(Cost);
        var values = new List<CelValue>(items.Length);
        foreach (var (step, isOptional) in items)
        {
            var value = step.Evaluate(frame);
            if (value is CelError) { return value; }
            if (!isOptional) { values.Add(value); }
            else if (value is not CelOptional optional) { return new CelError($"cannot initialize optional list element from non-optional value"); }
            else if (optional.Value is not null) { values.Add(optional.Value); }
        }
        return CelList.Of([.. values]);
    }
}
