using System.Collections.Immutable;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Events;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>Reads target and metrics, and writes what <see cref="AutoscalePlanner"/> decides: the scale, the status, events.</summary>
public sealed record AutoscaleAction(HorizontalPodAutoscaler Value, ImmutableArray<Pod> Pods, ScaleHistory History, Action<ScaleHistory> Remember, DateTimeOffset Now) : PlanAction
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var about = EventRecorder.Reference(Value);
        AutoscalePlanner.Decision decision;
        ScaleTarget? target = null;
        try
        {
            target = await TargetAsync(context, cancellation).ConfigureAwait(false);
            decision = AutoscalePlanner.Decide(Value, target, AutoscalePlanner.NeedsMetrics(Value, target) ? await AnswersAsync(context, target, cancellation).ConfigureAwait(false) : [], History, Now);
        }
        catch (StatusException e) { decision = AutoscalePlanner.Unreachable(Value, e.Message, History, Now); }
        if (decision.Failure is { } failure) { context.Events.Record(about, "Warning", failure.Reason, failure.Message); }
        if (decision.Replicas is { } replicas)
        {
            await ScaleAsync(context, target!.Path, replicas, cancellation).ConfigureAwait(false);
            context.Events.Record(about, "Normal", "SuccessfulRescale", $"New size: {replicas}; reason: {decision.Why}");
        }
        Remember(decision.History);
        return decision.Status.Equals(Value.Status) ? null : await new UpdateAction<HorizontalPodAutoscaler>(Value with { Status = decision.Status }, IsStatus: true).ApplyAsync(context, cancellation).ConfigureAwait(false);
    }

    // Read and replaced: upstream's role lets update a scale and not patch it.
    private static async Task ScaleAsync(ActionContext context, string path, int replicas, CancellationToken cancellation)
    {
        var scale = await context.Client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
        await context.Client.RequestAsync(HttpMethod.Put, path, scale.With(["spec", "replicas"], replicas).ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<MetricAnswer>> AnswersAsync(ActionContext context, ScaleTarget target, CancellationToken cancellation)
    {
        var selector = Machinery.Selectors.LabelSelector.Parse(target.Selector);
        var pods = Pods.Where(p => selector.Matches(key => p.Metadata.Labels.Get(key))).ToImmutableArray();
        var reader = new MetricReader(context.Client, Value.Metadata.Namespace!, target, pods, Value.Spec.Behavior?.ScaleUp, Value.Spec.Behavior?.ScaleDown, Now);
        var answers = ImmutableArray.CreateBuilder<MetricAnswer>();
        foreach (var metric in Value.Spec.Metrics) { answers.Add(await reader.ReadAsync(metric, cancellation).ConfigureAwait(false)); }
        foreach (var failed in answers.Where(static a => a.Error.Length > 0)) { context.Events.Record(EventRecorder.Reference(Value), "Warning", failed.Reason, failed.Error); }
        return answers.ToImmutable();
    }

    private async Task<ScaleTarget> TargetAsync(ActionContext context, CancellationToken cancellation)
    {
        var reference = Value.Spec.ScaleTargetRef;
        var version = string.IsNullOrEmpty(reference.ApiVersion) ? "v1" : reference.ApiVersion;
        var root = version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}";
        var list = await context.Client.RequestAsync(HttpMethod.Get, root, default, "", cancellation).ConfigureAwait(false);
        var plural = (list.At("resources") as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(r => r.TextAt("kind") == reference.Kind && !r.TextAt("name")!.Contains('/', StringComparison.Ordinal))?.TextAt("name")
            ?? throw StatusException.NotFound("", reference.Kind, reference.Name);
        var path = $"{root}/namespaces/{Uri.EscapeDataString(Value.Metadata.Namespace!)}/{plural}/{Uri.EscapeDataString(reference.Name)}/scale";
        var scale = await context.Client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false);
        return new(path, Number(scale.At("spec", "replicas")), Number(scale.At("status", "replicas")), scale.TextAt("status", "selector") ?? "");
    }

    private static int Number(Node? node) => node is NumberNode { IsInteger: true } number ? (int)number.Integer : 0;
}
