using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Which containers may run again after they ended. Pure. Source: Pod Lifecycle, container restart rules; KEP-5307; KEP-5532 for pods that begin anew.</summary>
internal static class PodRestarts
{
    /// <summary>Whether the container, usual or init, may run again after it ended with the code: its rules say so, or its own policy, or the pod's.</summary>
    public static bool MayRestart(Node container, ObjectNode spec, long exitCode)
    {
        if (spec.Items("containers").Concat(spec.Items("initContainers")).Any(static c => c.Items("restartPolicyRules").Any(static r => r.Text("action") == "RestartAllContainers"))) { return true; }
        if (container.Has("restartPolicy") && container.Items("restartPolicyRules").Any(r => Fits(r.Object("exitCodes"), exitCode))) { return true; }
        var policy = container.Text("restartPolicy") is { Length: > 0 } own ? own : spec.Text("restartPolicy");
        return policy is not ("Never" or "OnFailure") || (policy == "OnFailure" && exitCode != 0);
    }

    private static bool Fits(ObjectNode codes, long exitCode) =>
        codes.Text("operator") is "In" or "NotIn" && codes.Items("values").Any(v => v is NumberNode { IsInteger: true } code && code.Integer == exitCode) == (codes.Text("operator") == "In");
}
