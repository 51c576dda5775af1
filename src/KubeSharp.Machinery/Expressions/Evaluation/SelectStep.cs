using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A field: <c>a.b</c>, <c>a.?b</c> or <c>has(a.b)</c>.</summary>
internal sealed class SelectStep(Step operand, string field, bool isTest, bool isOptional) : Step
{
    private readonly CelString _key = new(field);
    private readonly CelError _missing = CelError.NoSuchKey(field);

    public override CelValue Evaluate(Frame frame)
    {
        var value = operand.Evaluate(frame);
        if (!isTest) { frame.Charge(1); }
        if (value is CelError) { return value; }
        var within = value as CelOptional;
        if (within is not null && within.Value is null) { return isTest ? CelBool.False : CelOptional.None; }
        var found = Find(within?.Value ?? value);
        if (isTest) { return found is CelError { Message: "no such overload" } ? found : CelBool.Of(found is not (null or CelError)); }
        if (!isOptional && within is null) { return found ?? _missing; }
        return found is CelError ? found : found is null ? CelOptional.None : new CelOptional(found);
    }

    private CelValue? Find(CelValue value) => value switch
    {
        NodeMap map => map.Find(field),
        CelMap map => map.Find(_key),
        CelObject built => built.Field(field),
        _ => CelError.NoOverload,
    };
}
