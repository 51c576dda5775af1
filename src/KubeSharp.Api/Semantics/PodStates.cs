using KubeSharp.Api.Core.V1;

namespace KubeSharp.Api.Semantics;

/// <summary>What several components read from a pod in the same way. Source: Pod Lifecycle.</summary>
public static class PodStates
{
    /// <summary>All containers have ended for good.</summary>
    public static bool IsFinished(this Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    /// <summary>Neither finished nor being deleted.</summary>
    public static bool IsActive(this Pod pod) => !pod.IsFinished() && pod.Metadata.DeletionTimestamp is null;

    /// <summary>The Ready condition holds.</summary>
    public static bool IsReady(this Pod pod) => pod.Condition("Ready")?.Status == "True";

    /// <summary>The condition of the type, or null.</summary>
    public static PodCondition? Condition(this Pod pod, string type)
    {
        foreach (var condition in pod.Status.Conditions)
        {
            if (condition.Type == type) { return condition; }
        }
        return null;
    }

    /// <summary>The condition of the type, or null.</summary>
    public static NodeCondition? Condition(this Core.V1.Node node, string type)
    {
        foreach (var condition in node.Status.Conditions)
        {
            if (condition.Type == type) { return condition; }
        }
        return null;
    }
}
