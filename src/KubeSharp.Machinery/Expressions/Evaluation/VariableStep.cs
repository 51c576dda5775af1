using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A variable of the environment.</summary>
internal sealed class VariableStep(string name) : Step
{
    private readonly CelError _missing = new($"no such attribute(s): {name}");

    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        return frame.Variables.Find(name) ?? _missing;
    }
}
