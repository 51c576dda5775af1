using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Libraries;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A call: arguments first, an error among them is the result; then the overload that takes their kinds.</summary>
internal sealed class CallStep(ImmutableArray<CelOverload> overloads, ImmutableArray<Step> arguments) : Step
{
    public override CelValue Evaluate(Frame frame)
    {
        var room = default(CallArguments);
        var values = arguments.Length <= CallArguments.CountMax ? ((Span<CelValue>)room)[..arguments.Length] : new CelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(frame);
            if (values[i] is CelError || frame.IsOver) { return values[i]; }
        }
        foreach (var overload in overloads)
        {
            if (!Takes(overload, values)) { continue; }
            var result = overload.Run(values);
            frame.Charge(overload.Cost?.Invoke(values, result) ?? 1);
            return result;
        }
        return CelError.NoOverload;
    }

    private static bool Takes(CelOverload overload, ReadOnlySpan<CelValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var wanted = overload.Arguments[i];
            if (wanted.Kind is CelKind.Dyn or CelKind.Parameter) { continue; }
            var type = values[i].Type;
            if (wanted.Kind != type.Kind || (wanted.Kind == CelKind.Opaque && wanted.Name != type.Name)) { return false; }
        }
        return true;
    }
}
