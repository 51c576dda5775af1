using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A value known beforehand; costs nothing.</summary>
internal sealed class ConstantStep(CelValue value) : Step
{
    public CelValue Value { get; } = value;
    public override CelValue Evaluate(Frame frame) => Value;
}
