using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>An object built by the name of its type.</summary>
internal sealed class StructStep(CelType type, ImmutableArray<(string Field, Step Value, bool IsOptional)> fields) : Step
{
    private const int Cost = 40;

    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(Cost);
        var values = new Dictionary<string, CelValue>(fields.Length, StringComparer.Ordinal);
        foreach (var (field, step, isOptional) in fields)
        {
            var value = step.Evaluate(frame);
            if (value is CelError) { return value; }
            if (isOptional)
            {
                if (value is not CelOptional optional) { return new CelError($"cannot initialize optional entry '{field}' from non-optional value"); }
                if (optional.Value is null) { continue; }
                value = optional.Value;
            }
            values[field] = value;
        }
        return new BuiltObject(type, values);
    }
}
