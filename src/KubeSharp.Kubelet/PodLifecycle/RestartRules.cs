using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Whether a container that ended is started again. Source: Pod Lifecycle; KEP-5307 (container restart rules).</summary>
public static class RestartRules
{
    /// <summary>Whether the container is started again after this exit code.</summary>
    public static bool ShouldRestart(PodSpec pod, PodContainer container, int exitCode)
    {
        if (container.Role == ContainerRole.Ephemeral) { return false; }
        if (container.Role == ContainerRole.Sidecar) { return true; }
        foreach (var rule in container.Spec.RestartPolicyRules)
        {
            if (Fits(rule, exitCode)) { return rule.Action is "Restart" or "RestartAllContainers"; }
        }
        return (container.Spec.RestartPolicy ?? pod.RestartPolicy ?? "Always") switch
        {
            "Never" => false,
            "OnFailure" => exitCode != 0,
            // An init container that succeeded has done its work, whatever the pod's policy.
            _ => container.Role != ContainerRole.Init || exitCode != 0,
        };
    }

    /// <summary>Whether this exit starts all containers of the pod anew. Source: KEP-5532.</summary>
    public static bool RestartsAll(PodContainer container, int exitCode) =>
        container.Role != ContainerRole.Ephemeral && container.Spec.RestartPolicyRules.FirstOrDefault(r => Fits(r, exitCode))?.Action == "RestartAllContainers";

    private static bool Fits(ContainerRestartRule rule, int exitCode) => rule.ExitCodes is { } codes && codes.Values.Contains(exitCode) == (codes.Operator == "In");
}
