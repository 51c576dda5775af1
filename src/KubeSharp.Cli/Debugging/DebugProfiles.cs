using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Debugging;

/// <summary>What debugging containers may do, by profile.</summary>
internal static class DebugProfiles
{
    /// <summary>The names of the profiles.</summary>
    public static readonly string[] All = ["legacy", "general", "baseline", "restricted", "netadmin", "sysadmin"];

    /// <summary>Whether the node's files are mounted.</summary>
    public static bool MountsRoot(string profile) => profile is "legacy" or "general" or "sysadmin";

    /// <summary>Whether a pod for a node shares its network, processes and IPC.</summary>
    public static bool JoinsNode(string profile) => profile is not ("baseline" or "restricted");

    /// <summary>The container with the security context that the profile gives it. Pure.</summary>
    public static ObjectNode Restrict(ObjectNode container, string profile, DebugTarget target) => profile switch
    {
        "general" when target == DebugTarget.Node => container.Remove("securityContext"),
        "general" => WithCapabilities(container, "SYS_PTRACE"),
        "baseline" => container.Remove("securityContext"),
        "restricted" => container.Set("securityContext", ObjectNode.Of(("runAsNonRoot", true), ("allowPrivilegeEscalation", false), ("capabilities", ObjectNode.Of(("drop", ArrayNode.Of("ALL")))),
            ("seccompProfile", ObjectNode.Of(("type", "RuntimeDefault"))))),
        "netadmin" => WithCapabilities(container, "NET_ADMIN", "NET_RAW"),
        "sysadmin" => (ObjectNode)container.With(["securityContext", "privileged"], true),
        _ => container,
    };

    private static ObjectNode WithCapabilities(ObjectNode container, params IEnumerable<string> added) =>
        (ObjectNode)container.With(["securityContext", "capabilities", "add"], new ArrayNode([.. container.Items("securityContext", "capabilities", "add"), .. added.Select(static c => (Node)c!)]));
}
