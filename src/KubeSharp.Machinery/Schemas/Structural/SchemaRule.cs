using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>One rule of x-kubernetes-validations, compiled.</summary>
/// <param name="Source">As written.</param>
/// <param name="Rule">Comes to true where the value is right.</param>
/// <param name="Message">Comes to what is wrong; null: <see cref="Text"/> says it.</param>
public sealed record SchemaRule(ObjectNode Source, CelCompilation Rule, CelCompilation? Message)
{
    /// <summary>Looks at what was there before an update.</summary>
    public bool IsTransition { get; } = Rule.Expression?.Uses("oldSelf") ?? false;
    /// <summary>Is asked at creations too, then without an old value.</summary>
    public bool HasOptionalOldSelf { get; } = Source["optionalOldSelf"] is BooleanNode { Value: true };
    /// <summary>FieldValueInvalid and its like.</summary>
    public string Reason { get; } = Source.TextAt("reason") is { Length: > 0 } reason ? reason : "FieldValueInvalid";
    /// <summary>Where the mistake is, from the value on: .spec.x; empty: the value itself.</summary>
    public string FieldPath { get; } = Source.TextAt("fieldPath") ?? "";
    /// <summary>What is wrong.</summary>
    public string Text { get; } = Source.TextAt("message") is { Length: > 0 } message ? message : $"failed rule: {(Source.TextAt("rule") ?? "").Trim()}";

    /// <summary>Compiles a rule about values of the type.</summary>
    public static SchemaRule Compile(ObjectNode source, CelType type)
    {
        var old = source["optionalOldSelf"] is BooleanNode { Value: true } ? CelType.OptionalOf(type) : type;
        var environment = CelEnvironment.Kubernetes.With("self", type).With("oldSelf", old);
        var message = source.TextAt("messageExpression") is { Length: > 0 } expression ? CelExpression.Compile(expression, environment, CelType.String) : null;
        return new(source, CelExpression.Compile(source.TextAt("rule") ?? "", environment, CelType.Bool), message);
    }
}
