using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>
/// Users and roles of etcd: there are none, as certificates say who gets in. So it is what an etcd answers whose authentication was never turned on
/// and has no root user to turn it on with. Source: etcd API reference, Auth.
/// </summary>
internal sealed class AuthService(EmbeddedStore store) : V3.Auth.AuthBase
{
    private const ulong FirstRevision = 1;

    /// <inheritdoc/>
    public override async Task<V3.AuthStatusResponse> AuthStatus(V3.AuthStatusRequest request, ServerCallContext context) => new() { Header = await HeaderAsync(context).ConfigureAwait(false), Enabled = false, AuthRevision = FirstRevision };

    /// <inheritdoc/>
    public override Task<V3.AuthEnableResponse> AuthEnable(V3.AuthEnableRequest request, ServerCallContext context) => throw FacadeErrors.Make(StatusCode.FailedPrecondition, "etcdserver: root user does not exist");

    /// <inheritdoc/>
    public override async Task<V3.AuthDisableResponse> AuthDisable(V3.AuthDisableRequest request, ServerCallContext context) => new() { Header = await HeaderAsync(context).ConfigureAwait(false) };

    /// <inheritdoc/>
    public override Task<V3.AuthenticateResponse> Authenticate(V3.AuthenticateRequest request, ServerCallContext context) => throw FacadeErrors.Make(StatusCode.FailedPrecondition, "etcdserver: authentication is not enabled");

    /// <inheritdoc/>
    public override async Task<V3.AuthUserListResponse> UserList(V3.AuthUserListRequest request, ServerCallContext context) => new() { Header = await HeaderAsync(context).ConfigureAwait(false) };

    /// <inheritdoc/>
    public override async Task<V3.AuthRoleListResponse> RoleList(V3.AuthRoleListRequest request, ServerCallContext context) => new() { Header = await HeaderAsync(context).ConfigureAwait(false) };

    /// <inheritdoc/>
    public override Task<V3.AuthUserAddResponse> UserAdd(V3.AuthUserAddRequest request, ServerCallContext context) => throw FacadeErrors.Make(StatusCode.Unimplemented, "etcdserver: this store has no users of its own: client certificates say who gets in");

    /// <inheritdoc/>
    public override Task<V3.AuthRoleAddResponse> RoleAdd(V3.AuthRoleAddRequest request, ServerCallContext context) => throw FacadeErrors.Make(StatusCode.Unimplemented, "etcdserver: this store has no roles of its own: whoever gets in may do everything");

    private async ValueTask<V3.ResponseHeader> HeaderAsync(ServerCallContext context) =>
        FacadeMessages.Header((await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false)).Revision);
}
