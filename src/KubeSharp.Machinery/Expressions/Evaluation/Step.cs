using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A part of an expression, ready to evaluate.</summary>
internal abstract class Step
{
    /// <summary>The value, or a <see cref="CelError"/>.</summary>
    public abstract CelValue Evaluate(Frame frame);
}
