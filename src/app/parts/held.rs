//! Parts that outlive the making of their page. A page is a function of its report and made again of each; what it is made of is changed in
//! place where elements stay the same, but whatever has a state of its own (signals, what waits for the browser) would begin anew. A part
//! held here stays: where the page made again has such a part in the same place, that is told what is new.

use leptos::{
    prelude::*,
    reactive::owner::Owner,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        renderer::types::{Element, Node},
        view::{Mountable, Position, PositionState, add_attr::AddAnyAttr, any_view::AnyViewState},
    },
};

/// A part, as a page has it: what it is to show.
pub trait Part: Send + Sized + 'static {
    /// How a part that is on the page is told.
    type Line: 'static;

    /// Makes the view. Signals made here last as long as it is on the page; those of the page do not.
    fn make(self) -> (AnyView, Self::Line);

    /// Tells the part on the page what this one would show; gives this one back where it is of another kind.
    fn tell(self, line: &Self::Line) -> Option<Self>;
}

/// The view of a [`Part`].
pub struct Held<P>(pub P);

pub struct HeldState<L> {
    view: AnyViewState,
    line: L,
    /// Of all signals of the part; dropped after the view that reads them.
    _owner: Owner,
}

impl<P: Part> Render for Held<P> {
    type State = HeldState<P::Line>;

    fn build(self) -> Self::State {
        // Nobody's child: it is not to end when the page is made again.
        let owner = Owner::default();
        let (view, line) = owner.with(|| {
            let (view, line) = self.0.make();
            (view.build(), line)
        });
        HeldState { view, line, _owner: owner }
    }

    fn rebuild(self, state: &mut Self::State) {
        if let Some(other) = self.0.tell(&state.line) {
            let mut old = std::mem::replace(state, Self(other).build());
            old.insert_before_this(state);
            old.unmount();
        }
    }
}

impl<L> Mountable for HeldState<L> {
    fn unmount(&mut self) {
        self.view.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.view.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.view.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.view.elements()
    }
}

/// Attributes are those the part gives itself.
impl<P: Part> AddAnyAttr for Held<P> {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self::Output<A> {
        self
    }
}

/// Views have to say how they are made on a server too, which this page never is.
impl<P: Part> RenderHtml for Held<P> {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, text: &mut String, position: &mut Position, escape: bool, mark_branches: bool, extra: Vec<AnyAttribute>) {
        self.0.make().0.to_html_with_buf(text, position, escape, mark_branches, extra);
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
