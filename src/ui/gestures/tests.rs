use super::*;

fn mouse(x: f64, y: f64) -> Contact {
    Contact { id: 1, at: [x, y], is_finger: false }
}

fn finger(id: i32, x: f64, y: f64) -> Contact {
    Contact { id, at: [x, y], is_finger: true }
}

#[test]
fn a_press_that_holds_still_is_a_click() {
    let mut gesture = Gesture::default();
    assert_eq!(gesture.press(mouse(10.0, 10.0), true, None), None, "a mouse that is held pins nothing");
    assert_eq!(gesture.shift(mouse(11.0, 11.0)), Act::Rest, "within the threshold");
    assert_eq!(gesture.release(mouse(11.0, 11.0)), Act::Click { at: [11.0, 11.0], press: 1 });
}

#[test]
fn a_drag_pans_by_all_of_its_way_and_is_no_click() {
    let mut gesture = Gesture::default();
    gesture.press(mouse(10.0, 10.0), true, None);
    assert_eq!(gesture.shift(mouse(15.0, 8.0)), Act::Pan([5.0, -2.0]));
    assert!(gesture.is_dragging());
    assert_eq!(gesture.shift(mouse(16.0, 8.0)), Act::Pan([1.0, 0.0]), "below the threshold, but dragging already");
    assert_eq!(gesture.leave(mouse(900.0, 8.0)), Act::Rest, "a drag may go beyond the edge");
    assert_eq!(gesture.release(mouse(16.0, 8.0)), Act::Rest);
    assert!(!gesture.is_dragging());
    assert_eq!(gesture.shift(mouse(17.0, 8.0)), Act::Hover([17.0, 8.0]));
    assert_eq!(gesture.leave(mouse(900.0, 8.0)), Act::Leave);
}

#[test]
fn keys_and_the_readers_choice_say_what_a_drag_draws() {
    assert_eq!(Pen::of(false, false, None), None);
    assert_eq!(Pen::of(true, false, None), Some(Pen::Box));
    assert_eq!(Pen::of(false, true, None), Some(Pen::Lasso));
    assert_eq!(Pen::of(false, false, Some(Pen::Box)), Some(Pen::Box));
    assert_eq!(Pen::of(true, false, Some(Pen::Lasso)), Some(Pen::Box), "a key goes before what was chosen");
}

#[test]
fn a_pen_draws_instead_of_moving_the_map() {
    let mut gesture = Gesture::default();
    gesture.press(mouse(10.0, 10.0), true, Some(Pen::Box));
    assert_eq!(gesture.shift(mouse(30.0, 20.0)), Act::Outline);
    assert_eq!(gesture.shift(mouse(40.0, 50.0)), Act::Outline);
    let corners = [[10.0, 10.0], [40.0, 10.0], [40.0, 50.0], [10.0, 50.0]];
    assert_eq!(gesture.outline(), corners);
    assert_eq!(gesture.release(mouse(40.0, 50.0)), Act::Enclose(corners.to_vec()));
    assert!(gesture.outline().is_empty());
    gesture.press(finger(7, 0.0, 0.0), true, Some(Pen::Lasso));
    for [x, y] in [[15.0, 0.0], [15.0, 15.0], [0.0, 15.0]] {
        assert_eq!(gesture.shift(finger(7, x, y)), Act::Outline);
    }
    assert_eq!(gesture.outline(), [[0.0, 0.0], [15.0, 0.0], [15.0, 15.0], [0.0, 15.0]]);
    gesture.release(finger(7, 0.0, 15.0));
    gesture.press(mouse(3.0, 3.0), true, Some(Pen::Lasso));
    assert_eq!(gesture.release(mouse(3.0, 3.0)), Act::Click { at: [3.0, 3.0], press: 3 }, "it did not move");
}

#[test]
fn a_second_finger_ends_what_the_first_one_draws() {
    let mut gesture = Gesture::default();
    assert_eq!(gesture.press(finger(1, 0.0, 0.0), true, Some(Pen::Lasso)), None, "a finger that draws pins nothing");
    gesture.shift(finger(1, 20.0, 0.0));
    gesture.press(finger(2, 20.0, 40.0), false, Some(Pen::Lasso));
    assert!(gesture.outline().is_empty());
    assert!(matches!(gesture.shift(finger(2, 20.0, 80.0)), Act::Pinch { .. }));
    assert_eq!(gesture.release(finger(2, 20.0, 80.0)), Act::Rest, "nothing is marked");
    assert_eq!(gesture.shift(finger(1, 25.0, 0.0)), Act::Pan([5.0, 0.0]), "the finger that is left moves the map");
}

#[test]
fn a_finger_taps_and_does_not_hover() {
    let mut gesture = Gesture::default();
    gesture.press(finger(4, 10.0, 10.0), true, None);
    assert_eq!(gesture.shift(finger(4, 15.0, 14.0)), Act::Rest, "no finger holds quite still");
    assert_eq!(gesture.release(finger(4, 15.0, 14.0)), Act::Tap { at: [15.0, 14.0], press: 1 });
    assert_eq!(gesture.shift(finger(4, 15.0, 14.0)), Act::Rest);
    assert_eq!(gesture.leave(finger(4, 15.0, 14.0)), Act::Rest, "what it showed stays");
}

#[test]
fn a_finger_that_is_held_pins_and_its_release_is_no_tap() {
    let mut gesture = Gesture::default();
    let press = gesture.press(finger(1, 5.0, 6.0), true, None).expect("a finger's press may ripen");
    assert_eq!(gesture.ripen(press), Act::Hold([5.0, 6.0]));
    assert_eq!(gesture.ripen(press), Act::Rest, "once");
    assert_eq!(gesture.release(finger(1, 5.0, 6.0)), Act::Rest);
}

#[test]
fn only_the_press_that_is_held_ripens() {
    let mut gesture = Gesture::default();
    let press = |gesture: &mut Gesture, contact, is_first| gesture.press(contact, is_first, None);
    let first = press(&mut gesture, finger(1, 0.0, 0.0), true).expect("a finger");
    gesture.release(finger(1, 0.0, 0.0));
    assert_eq!(gesture.ripen(first), Act::Rest, "its finger is lifted");
    let second = press(&mut gesture, finger(1, 50.0, 0.0), true).expect("a finger");
    assert_eq!(gesture.ripen(first), Act::Rest, "another press is held");
    gesture.shift(finger(1, 70.0, 0.0));
    assert_eq!(gesture.ripen(second), Act::Rest, "it drags");
    let third = press(&mut gesture, finger(3, 0.0, 0.0), true).expect("a finger");
    gesture.cancel(finger(3, 0.0, 0.0));
    assert_eq!(gesture.ripen(third), Act::Rest, "it was taken away");
    let fourth = press(&mut gesture, finger(4, 0.0, 0.0), true).expect("a finger");
    assert_eq!(press(&mut gesture, finger(5, 30.0, 0.0), false), None, "a second finger pins nothing");
    assert_eq!(gesture.ripen(fourth), Act::Rest, "two fingers are down");
    gesture.release(finger(5, 30.0, 0.0));
    assert_eq!(gesture.ripen(fourth), Act::Rest, "nor once one of them is lifted");
}

#[test]
fn a_pointer_that_is_taken_away_leaves_nothing_behind() {
    for pen in [None, Some(Pen::Box), Some(Pen::Lasso)] {
        for contact in [mouse(0.0, 0.0), finger(1, 0.0, 0.0)] {
            let mut gesture = Gesture::default();
            gesture.press(contact, true, pen);
            let moved = Contact { at: [40.0, 40.0], ..contact };
            gesture.shift(moved);
            assert!(gesture.is_dragging());
            assert_eq!(gesture.cancel(moved), if contact.is_finger { Act::Rest } else { Act::Leave });
            assert!(gesture.outline().is_empty() && !gesture.is_dragging(), "{pen:?}");
            assert_eq!(gesture.release(moved), Act::Rest);
            gesture.press(contact, true, None);
            let next = gesture.release(contact);
            assert!(matches!(next, Act::Click { press: 2, .. } | Act::Tap { press: 2, .. }), "{next:?}");
        }
    }
}

#[test]
fn a_pointer_that_went_away_unseen_is_no_second_finger() {
    let mut gesture = Gesture::default();
    gesture.press(finger(1, 0.0, 0.0), true, None);
    gesture.press(finger(2, 90.0, 0.0), true, None);
    assert_eq!(gesture.shift(finger(2, 90.0, 30.0)), Act::Pan([0.0, 30.0]));
}

#[test]
fn a_click_that_is_followed_by_another_is_not_the_last() {
    let mut gesture = Gesture::default();
    gesture.press(mouse(0.0, 0.0), true, None);
    let Act::Click { press, .. } = gesture.release(mouse(0.0, 0.0)) else { panic!("a click") };
    assert!(gesture.is_last(press), "it may clear");
    gesture.press(mouse(0.0, 0.0), true, None);
    assert!(!gesture.is_last(press), "this may be a double click");
    let Act::Click { press, .. } = gesture.release(mouse(0.0, 0.0)) else { panic!("another click") };
    gesture.double_click();
    assert!(!gesture.is_last(press), "it is one, and clears nothing");
}

#[test]
fn two_fingers_apart_scale_about_their_middle() {
    let mut gesture = Gesture::default();
    gesture.press(finger(1, 0.0, 0.0), true, None);
    gesture.press(finger(2, 10.0, 0.0), false, None);
    let act = gesture.shift(finger(2, 20.0, 0.0));
    assert_eq!(act, Act::Pinch { center: [10.0, 0.0], factor: 2.0, moved: [5.0, 0.0] });
    assert_eq!(gesture.release(finger(2, 20.0, 0.0)), Act::Rest);
    assert_eq!(gesture.release(finger(1, 0.0, 0.0)), Act::Rest, "the end of a pinch is no tap");
}

#[test]
fn a_third_finger_stops_the_map_and_does_not_make_it_jump() {
    let mut gesture = Gesture::default();
    gesture.press(finger(1, 0.0, 0.0), true, None);
    gesture.press(finger(2, 10.0, 0.0), false, None);
    gesture.press(finger(3, 50.0, 0.0), false, None);
    assert_eq!(gesture.shift(finger(2, 100.0, 0.0)), Act::Rest);
    gesture.release(finger(3, 50.0, 0.0));
    let act = gesture.shift(finger(2, 200.0, 0.0));
    assert_eq!(act, Act::Pinch { center: [100.0, 0.0], factor: 2.0, moved: [50.0, 0.0] });
}
