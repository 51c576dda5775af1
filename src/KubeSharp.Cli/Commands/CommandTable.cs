namespace KubeSharp.Cli.Commands;

/// <summary>The commands under their headings.</summary>
internal static class CommandTable
{
    /// <summary>All commands and subcommands.</summary>
    public static IReadOnlyList<Command> Commands() =>
    [
        .. In("Basic Commands (Beginner):", CreateCommand.Create, CreateAccess.ClusterRole, CreateAccess.ClusterRoleBinding, CreateConfig.ConfigMap, CreateWorkloads.CronJob, CreateWorkloads.Deployment,
            CreateServices.Ingress, CreateWorkloads.Job, CreateWorkloads.Namespace, CreateWorkloads.Budget, CreateWorkloads.Priority, CreateWorkloads.Quota, CreateAccess.Role, CreateAccess.RoleBinding,
            CreateConfig.Secret, CreateConfig.Registry, CreateConfig.Generic, CreateConfig.Tls, CreateServices.Service, CreateServices.ClusterIp, CreateServices.ExternalName, CreateServices.LoadBalancer,
            CreateServices.NodePort, CreateConfig.ServiceAccount, CreateConfig.Token, RunCommand.Run),
        .. In("Basic Commands (Intermediate):", GetCommand.Get, EditCommand.Edit, DeleteCommand.Delete),
        .. In("Deploy Commands:", ScaleCommand.Scale, ScaleCommand.Autoscale),
        .. In("Troubleshooting and Debugging Commands:", DescribeCommand.Describe, LogsCommand.Logs, ExecCommand.Attach, ExecCommand.Exec),
        .. In("Advanced Commands:", ApplyCommand.Apply, ApplyCommand.EditLastApplied, ApplyCommand.SetLastApplied, ApplyCommand.ViewLastApplied, PatchCommand.Patch, CreateCommand.Replace, WaitCommand.Wait),
        .. In("Other Commands:", ConfigCommand.All),
        .. In("Settings Commands:", LabelCommand.Label, LabelCommand.Annotate),
        .. In("Other Commands:", ApiResourcesCommand.ApiResources, ApiResourcesCommand.ApiVersions, VersionCommand.Version, VersionCommand.Options),
    ];

    private static IEnumerable<Command> In(string section, params IEnumerable<Command> commands) => commands.Select(c => c with { Section = c.Path.Contains(' ', StringComparison.Ordinal) ? "" : section });
}
