using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary><c>&amp;&amp;</c> and <c>||</c>: one side may decide whatever the other is, even an error.</summary>
internal sealed class LogicStep(Step left, Step right, bool decisive) : Step
{
    public override CelValue Evaluate(Frame frame)
    {
        var first = left.Evaluate(frame);
        if (frame.IsOver || (first is CelBool a && a.Value == decisive)) { return first; }
        var second = right.Evaluate(frame);
        if (frame.IsOver || (second is CelBool b && b.Value == decisive)) { return second; }
        if (first is CelBool && second is CelBool) { return CelBool.Of(!decisive); }
        return first is CelError ? first : second is CelError ? second : CelError.NoOverload;
    }
}
