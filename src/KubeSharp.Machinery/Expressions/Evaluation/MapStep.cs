using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A map literal.</summary>
internal sealed class MapStep(ImmutableArray<(Step Key, Step Value, bool IsOptional)> entries) : Step
{
    private const int Cost = 30;

    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(Cost);
        var map = new Dictionary<CelValue, CelValue>(entries.Length);
        foreach (var (keyStep, valueStep, isOptional) in entries)
        {
            var key = keyStep.Evaluate(frame);
            if (key is CelError) { return key; }
            if (key is not (CelString or CelInt or CelUInt or CelBool)) { return new CelError($"unsupported key type"); }
            var value = valueStep.Evaluate(frame);
            if (value is CelError) { return value; }
            if (isOptional)
            {
                if (value is not CelOptional optional) { return new CelError("cannot initialize optional entry from non-optional value"); }
                if (optional.Value is null) { continue; }
                value = optional.Value;
            }
            if (!map.TryAdd(key, value)) { return new CelError($"Failed with repeated key"); }
        }
        return CelMap.Of(map);
    }
}
