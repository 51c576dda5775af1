using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>One validation of a policy, compiled.</summary>
internal sealed record PolicyCheck(CelCompilation Condition, string Message, CelCompilation? MessageExpression, string Reason)
{
    private const int MessageBytesMax = 5 * 1024;

    public static PolicyCheck Compile(Node validation, CelEnvironment environment) => new(
        CelExpression.Compile(validation.Text("expression"), environment, CelType.Bool), validation.Text("message").Trim(),
        validation.Text("messageExpression") is { Length: > 0 } message ? CelExpression.Compile(message, environment, CelType.String) : null,
        validation.Text("reason") is { Length: > 0 } reason ? reason : StatusReason.Invalid);

    /// <summary>Why the request is refused; null: it is not. Errors are refusals of their own.</summary>
    public (string Message, bool IsError)? Evaluate(CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        if (Condition.Expression is not { } condition) { return ($"expression '{Condition.Source}' does not compile: {Condition.ErrorText}", true); }
        var result = condition.Evaluate(variables, budget, cancellation);
        if (budget.IsExhausted) { return ("validation failed due to running out of cost budget, no further validation rules will be run", true); }
        if (result.Error is not null) { return ($"expression '{condition.Source}' resulted in error: {result.Error}", true); }
        if (result.Value is not CelBool) { return ($"expression '{condition.Source}' resulted in error: cel expression does not evaluate to a bool", true); }
        return result.IsTrue ? null : (Evaluated(variables, budget, cancellation) ?? (Message.Length > 0 ? Message : $"failed expression: {condition.Source.Trim()}"), false);
    }

    // A message that fails, is empty, long or of several lines gives way to the fixed one.
    private string? Evaluated(CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        if (MessageExpression?.Expression?.Evaluate(variables, budget, cancellation).Value is not CelString { Value: var text }) { return null; }
        return text.Trim() is { Length: > 0 and <= MessageBytesMax } trimmed && !trimmed.Contains('\n') ? trimmed : null;
    }
}
