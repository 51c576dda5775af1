using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A value under a name: cel.bind, optMap, optFlatMap.</summary>
internal sealed class BindStep(int slot, Step value, Step body, BindKind kind) : Step
{
    public override CelValue Evaluate(Frame frame)
    {
        var bound = value.Evaluate(frame);
        if (kind == BindKind.Plain)
        {
            frame.Locals[slot] = bound;
            return body.Evaluate(frame);
        }
        if (bound is CelError) { return bound; }
        if (bound is not CelOptional optional) { return CelError.NoOverload; }
        if (optional.Value is null) { return CelOptional.None; }
        frame.Charge(2);
        frame.Locals[slot] = optional.Value;
        var result = body.Evaluate(frame);
        return result is CelError || kind == BindKind.OptionalFlatMap ? result : new CelOptional(result);
    }
}
