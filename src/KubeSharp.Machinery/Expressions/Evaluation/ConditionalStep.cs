using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary><c>a ? b : c</c>: only one of the two is evaluated.</summary>
internal sealed class ConditionalStep(Step condition, Step whenTrue, Step whenFalse) : Step
{
    public override CelValue Evaluate(Frame frame) => condition.Evaluate(frame) switch
    {
        CelBool truth => (truth.Value ? whenTrue : whenFalse).Evaluate(frame),
        CelError error => error,
        _ => CelError.NoOverload,
    };
}
