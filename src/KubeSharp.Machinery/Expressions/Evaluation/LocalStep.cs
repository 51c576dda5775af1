using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A variable that a macro declares.</summary>
internal sealed class LocalStep(int slot) : Step
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        return frame.Locals[slot];
    }
}
