namespace KubeSharp.Hosting.Roles;

/// <summary>A part of the system that runs until it is told to stop: API server, controllers, scheduler, node agent, proxy, DNS.</summary>
public interface IRole
{
    /// <summary>Unique name, as it stands in logs and health checks.</summary>
    string Name { get; }

    /// <summary>
    /// Runs until cancelled. Calls <see cref="RoleContext.Started"/> once it serves; those after it in order start then. Ending without
    /// being cancelled, by return or by exception, is a failure: the host starts it again after a back-off.
    /// </summary>
    Task RunAsync(RoleContext context, CancellationToken cancellation);
}
